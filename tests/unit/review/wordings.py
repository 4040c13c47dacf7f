"""Six banks of sentences for invented manuscripts, in our own words; no sentence stands in two of them."""

# ruff: noqa: E501  a sentence or a row of a table stands on one line

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Wordings:
    """Sentences by slot, each in several ways, and the headings of the two middle parts."""

    headings: tuple[str, str]
    slots: Mapping[str, tuple[str, ...]]


FIRST = Wordings(("Experimental", "Results and discussion"), {
    "title": (
        "{formula} as an anode for {ion_word}-ion batteries",
        "A {class} anode for {ion_word} storage",
        "Storing {ion_word} in {formula}",
    ),
    "aim": (
        "Anodes that last are wanted for {ion_word}-ion batteries. Here we prepare the {class} {formula} ({name}) and test it in {ion_word} half cells.",
        "We report the {class} {formula}, called {name} below, as an anode for {ion_word}-ion batteries.",
        "The {class} {formula} ({name}) was synthesised and examined as an anode material in {ion_word} cells.",
    ),
    "abstract_cycling": (
        "{name} delivers {final} mAh g-1 after {cycles} cycles at {current} A g-1.",
        "After {cycles} cycles at {current} A g-1, {name} still gives a reversible capacity of {final} mAh g-1.",
        "At {current} A g-1 a capacity of {final} mAh g-1 is kept by {name} after {cycles} cycles.",
    ),
    "cycling_without_cycle": (
        "{name} keeps {retention}% of its capacity at {current} A g-1.",
        "The capacity retention of {name} is {retention}% at {current} A g-1.",
        "A capacity retention of {retention}% at {current} A g-1 is found for {name}.",
    ),
    "abstract_mechanism": (
        "It stores {ion_word} by {mechanism}.",
        "The storage of {ion_word} rests on {mechanism}.",
        "{ion_word} is stored by {mechanism}.",
    ),
    "novel_material": (
        "To the best of our knowledge, {formula} is reported here for the first time as an anode for {ion_word}-ion batteries.",
        "{formula} has never been tested in {ion_word} cells before.",
    ),
    "novel_mechanism": (
        "This is the first report of {mechanism} in {formula} with {ion_word}.",
        "For the first time, {mechanism} is demonstrated for {formula} in {ion_word} cells.",
    ),
    "novel_class": (
        "This is the first {class} reported for {ion_word} storage.",
        "To our knowledge no {class} has been reported for {ion_word}-ion batteries so far.",
    ),
    "novel_technique": (
        "Here {technique} is applied to {formula} for the first time.",
        "We present the first study of {formula} by {technique}.",
    ),
    "synthesis": (
        "{formula} was prepared by ball milling of the elements or their compounds, followed by annealing at 600 °C for 2 h.",
        "{name} was made by a solvothermal route from metal salts at 180 °C, and {plain} in the same way without the other metals.",
        "Stoichiometric amounts of the starting materials were ground and heated to 800 °C to obtain {name}.",
    ),
    "techniques": (
        "Phase purity was checked by powder XRD, and particles were imaged by SEM with EDS.",
        "XRD patterns were taken with Cu Kα radiation. SEM images were recorded at 5 kV.",
        "The products were characterised by X-ray diffraction, scanning electron microscopy and nitrogen sorption.",
    ),
    "cells": (
        "Coin cells with {ion_word} metal as the counter electrode were cycled between {window}.",
        "Half cells against {ion_word} foil were charged and discharged in the window {window} at 25 °C.",
        "All cells had a {ion_word} counter electrode and were cycled in a voltage range of {window}.",
    ),
    "structure": (
        "All reflections of {name} belong to a {structure} phase.",
        "The pattern of {name} is that of a {structure} structure without second phases.",
        "Rietveld refinement finds a single {structure} phase in {name}.",
    ),
    "entropy": (
        "With five {equal} metals, the configurational entropy of {name} is {entropy}R.",
        "{formula} is {equal}; its configurational entropy amounts to {entropy} R.",
        "The {equal} {formula} has a configurational entropy of {entropy}R.",
    ),
    "first_cycle": (
        "In the first cycle at {low} A g-1, {name} shows a discharge capacity of {discharge} mAh g-1 and a charge capacity of {charge} mAh g-1, an initial Coulombic efficiency of {efficiency}%.",
        "The initial discharge and charge capacities of {name} at {low} A g-1 are {discharge} and {charge} mAh g-1, which makes a first Coulombic efficiency of {efficiency}%.",
        "{name} takes up {discharge} mAh g-1 in the first discharge and gives back {charge} mAh g-1 in the first charge at {low} A g-1. The initial Coulombic efficiency is {efficiency}%.",
    ),
    "rate": (
        "At {fast} A g-1 {name} delivers {rate} mAh g-1.",
        "Its capacity is {rate} mAh g-1 at {fast} A g-1.",
        "{name} reaches a rate capacity of {rate} mAh g-1 at {fast} A g-1.",
    ),
    "rate_without_current": (
        "At a high rate {name} delivers {rate} mAh g-1.",
        "{name} also gives a capacity of {rate} mAh g-1 when it is charged fast.",
        "{name} reaches a rate capacity of {rate} mAh g-1.",
    ),
    "cycling": (
        "At {current} A g-1 the capacity of {name} falls from {start} mAh g-1 in the second cycle to {final} mAh g-1 after {cycles} cycles, a retention of {retention}%.",
        "{name} starts with {start} mAh g-1 in the second cycle at {current} A g-1. After {cycles} cycles at {current} A g-1 it has {final} mAh g-1, and the capacity retention is {retention}%.",
        "{name} retains {retention}% of its {start} mAh g-1 after {cycles} cycles at {current} A g-1, that is {final} mAh g-1.",
    ),
    "record": (
        "The {final} mAh g-1 after {cycles} cycles at {current} A g-1 is the highest capacity reported for a {class} in {ion_word} cells.",
        "No {class} in {ion_word} cells has reached a higher capacity than {name} with {final} mAh g-1 after {cycles} cycles at {current} A g-1 so far.",
    ),
    "mechanism": (
        "{technique} shows that {name} stores {ion_word} by {mechanism}.",
        "As {technique} proves, {mechanism} takes place in {name}.",
        "The {mechanism} of {name} with {ion_word} was confirmed by {technique}.",
    ),
    "comparison": (
        "Under the same conditions {plain} fades to {plain_final} mAh g-1 after {cycles} cycles at {current} A g-1.",
        "{plain} gives only {plain_final} mAh g-1 after {cycles} cycles at {current} A g-1.",
        "By comparison, {plain} keeps {plain_final} mAh g-1 after {cycles} cycles at {current} A g-1.",
    ),
    "caption": (
        "Table 1. First cycle at {low} A g-1 and capacity after {cycles} cycles at {current} A g-1 in {ion_word} cells.",
    ),
    "table": (
        "| Sample | First discharge (mAh g-1) | Initial Coulombic efficiency (%) | Capacity after {cycles} cycles at {current} A g-1 (mAh g-1) |\n"
        "|---|---|---|---|\n| {name} | {discharge} | {efficiency} | {final} |\n| {plain} | {plain_discharge} | {plain_efficiency} | {plain_final} |",
        "| Material | Current density (A g-1) | Cycles | Capacity (mAh g-1) | Retention (%) |\n"
        "|---|---|---|---|---|\n| {name} | {current} | {cycles} | {final} | {retention} |\n| {plain} | {current} | {cycles} | {plain_final} | {plain_retention} |",
    ),
    "conclusion": (
        "Mixing five metals makes an anode for {ion_word} that lasts.",
        "The {class} is a promising anode for {ion_word}-ion batteries.",
        "We hope that this helps others to design anodes with many elements.",
    ),
})  # fmt: skip

SECOND = Wordings(("Methods", "Results"), {
    "title": (
        "{ion_word} storage in the {class} {formula}",
        "{formula}: a {class} for {ion_word}-ion cells",
        "How a {class} stores {ion_word}",
    ),
    "aim": (
        "A {class} of the composition {formula} (denoted {name}) is presented as a negative electrode for {ion_word}-ion cells.",
        "In this work {formula}, a {class} (hereafter {name}), is studied as {ion_word}-ion anode.",
        "High-entropy compounds promise stable anodes. This paper deals with {formula} ({name}), a {class}, in {ion_word} cells.",
    ),
    "abstract_cycling": (
        "A capacity of {final} mAh g-1 remains after {cycles} cycles of {name} at {current} A g-1.",
        "The {name} electrode retains {final} mAh g-1 over {cycles} cycles at a current density of {current} A g-1.",
        "{name} shows a reversible capacity of {final} mAh g-1 at {current} A g-1 after {cycles} cycles.",
    ),
    "cycling_without_cycle": (
        "At {current} A g-1 {name} has a retention of {retention}%.",
        "{retention}% of the capacity of {name} is retained at {current} A g-1.",
        "Cycled at {current} A g-1, {name} preserves {retention}% of its initial capacity.",
    ),
    "abstract_mechanism": (
        "{mechanism} is found to be the storage mechanism of {name}.",
        "The material works by {mechanism} with {ion_word}.",
        "{name} hosts {ion_word} through {mechanism}.",
    ),
    "novel_material": (
        "So far, {formula} has not been reported as an anode for {ion_word}-ion batteries.",
        "It is the first time that {formula} is used in {ion_word}-ion cells.",
    ),
    "novel_mechanism": (
        "We demonstrate {mechanism} of {formula} with {ion_word} for the first time.",
        "The {mechanism} of {formula} in {ion_word} cells has not been reported before.",
    ),
    "novel_class": (
        "A {class} is shown to store {ion_word} for the first time.",
        "It is, as far as we know, the first {class} used in {ion_word}-ion batteries.",
    ),
    "novel_technique": (
        "{formula} is studied by {technique} for the first time.",
        "To the best of our knowledge, {technique} has not been used on {formula} before.",
    ),
    "synthesis": (
        "Powders of the metals and of the nonmetal were milled for 20 h under argon to give {name}.",
        "{name} was obtained by coprecipitation and calcination at 700 °C; {plain} was made likewise.",
        "A sol-gel route with citric acid gave {name} after heating in air or in an inert gas.",
    ),
    "techniques": (
        "XRD was measured on a laboratory diffractometer, SEM and EDS on a field-emission microscope.",
        "The phases were identified by X-ray diffraction; morphology was observed with SEM.",
        "Powder X-ray diffraction, SEM and thermogravimetric analysis were used to characterise the powders.",
    ),
    "cells": (
        "Electrodes were tested against metallic {ion_word} in CR2032 cells from {window}.",
        "Galvanostatic tests of {ion_word} half cells used cut-off voltages of {window}.",
        "The potential window of the {ion_word} half cells was {window}.",
    ),
    "structure": (
        "{name} crystallises in a {structure} structure.",
        "A {structure} phase is the only one in the diffractogram of {name}.",
        "The diffraction lines of {name} are indexed to a {structure} phase.",
    ),
    "entropy": (
        "Since the metals are {equal}, {name} has a configurational entropy of {entropy}R.",
        "The configurational entropy of the {equal} {formula} was calculated as {entropy}R.",
        "For {equal} {formula}, a configurational entropy of {entropy} R results.",
    ),
    "first_cycle": (
        "{name} delivers initial discharge/charge capacities of {discharge}/{charge} mAh g-1 at {low} A g-1 with an ICE of {efficiency}%.",
        "The first discharge capacity of {name} is {discharge} mAh g-1 at {low} A g-1. The first charge capacity is {charge} mAh g-1 at {low} A g-1, so that its initial Coulombic efficiency is {efficiency}%.",
        "At {low} A g-1 the first discharge and charge of {name} give {discharge} and {charge} mAh g-1, respectively, with an initial Coulombic efficiency of {efficiency}%.",
    ),
    "rate": (
        "Even at {fast} A g-1, {rate} mAh g-1 are obtained with {name}.",
        "When the current is raised to {fast} A g-1, {name} retains a capacity of {rate} mAh g-1.",
        "{name} has a capacity of {rate} mAh g-1 at a current density of {fast} A g-1.",
    ),
    "rate_without_current": (
        "Even at high rates, {rate} mAh g-1 are obtained with {name}.",
        "{name} has a specific capacity of {rate} mAh g-1 under demanding conditions.",
        "A capacity of {rate} mAh g-1 is obtained with {name}.",
    ),
    "cycling": (
        "Cycled at {current} A g-1, {name} has a capacity of {start} mAh g-1 in the second cycle and of {final} mAh g-1 after {cycles} cycles, which corresponds to a capacity retention of {retention}%.",
        "After {cycles} cycles at {current} A g-1, {name} delivers {final} mAh g-1, which is {retention}% of the {start} mAh g-1 of the second cycle.",
        "The capacity of {name} at {current} A g-1 is {start} mAh g-1 in the 2nd cycle. It is {final} mAh g-1 after {cycles} cycles at {current} A g-1, with a capacity retention of {retention}%.",
    ),
    "record": (
        "To date, this is the highest capacity of any {class} in {ion_word} cells: {final} mAh g-1 for {name} after {cycles} cycles at {current} A g-1.",
        "With {final} mAh g-1 after {cycles} cycles at {current} A g-1, {name} outperforms all {class} anodes reported for {ion_word}-ion batteries.",
    ),
    "mechanism": (
        "{technique} reveals that {ion_word} is stored in {name} by {mechanism}.",
        "The results of {technique} demonstrate that {name} undergoes {mechanism} with {ion_word}.",
        "According to {technique}, {name} stores {ion_word} through {mechanism}.",
    ),
    "comparison": (
        "The capacity of {plain} is {plain_final} mAh g-1 after {cycles} cycles at {current} A g-1.",
        "For {plain}, {plain_final} mAh g-1 are left after {cycles} cycles at {current} A g-1.",
        "{plain} ends at {plain_final} mAh g-1 after {cycles} cycles at {current} A g-1.",
    ),
    "caption": (
        "Table 1. Cycling of the samples in {ion_word} half cells; first cycle at {low} A g-1.",
    ),
    "table": (
        "| Electrode | Reversible capacity after {cycles} cycles at {current} A g-1 (mAh g-1) | Capacity retention after {cycles} cycles at {current} A g-1 (%) |\n"
        "|---|---|---|\n| {plain} | {plain_final} | {plain_retention} |\n| {name} | {final} | {retention} |",
        "| Anode | Initial discharge capacity (mAh g-1) | ICE (%) | Current density (A g-1) | Cycle number | Capacity (mAh g-1) |\n"
        "|---|---|---|---|---|---|\n| {name} | {discharge} | {efficiency} | {current} | {cycles} | {final} |\n"
        "| {plain} | {plain_discharge} | {plain_efficiency} | {current} | {cycles} | {plain_final} |",
    ),
    "conclusion": (
        "The {class} lasts longer than {plain}.",
        "Many metals in one lattice are good for {ion_word} storage.",
        "More such compounds can be made in the same way.",
    ),
})  # fmt: skip

THIRD = Wordings(("Materials and methods", "Results and discussion"), {
    "title": (
        "{formula} as a durable host for {ion_word}",
        "On the use of the {class} {formula} in {ion_word}-ion batteries",
        "{ion_word}-ion storage of a {class}",
    ),
    "aim": (
        "The search for better negative electrodes leads to compounds with many metals. We describe {formula} ({name}), a {class}, and its use in {ion_word} cells.",
        "The present work is about a {class}, {formula}, abbreviated as {name}, for {ion_word}-ion batteries.",
        "A new {class}, {formula} ({name}), has been made and its reaction with {ion_word} has been followed.",
    ),
    "abstract_cycling": (
        "The specific capacity of {name} amounts to {final} mAh g-1 after {cycles} cycles at {current} A g-1.",
        "It was found that {name} provides {final} mAh g-1 at {current} A g-1 over {cycles} cycles.",
        "{name} maintains {final} mAh g-1 after {cycles} charge-discharge cycles at {current} A g-1.",
    ),
    "cycling_without_cycle": (
        "{name} exhibits a capacity retention of {retention}% at {current} A g-1.",
        "On cycling at {current} A g-1, {retention}% of the capacity of {name} is left.",
        "{name} maintains {retention}% of the capacity at {current} A g-1.",
    ),
    "abstract_mechanism": (
        "The charge is stored by {mechanism}.",
        "{mechanism} with {ion_word} is responsible for the capacity of {name}.",
        "{name} reacts with {ion_word} by {mechanism}.",
    ),
    "novel_material": (
        "{formula} is for the first time studied as a {ion_word}-ion battery anode.",
        "Nobody has yet reported {formula} in {ion_word}-ion batteries.",
    ),
    "novel_mechanism": (
        "Here, {mechanism} of {formula} with {ion_word} is observed for the first time.",
        "To date, {mechanism} has never been observed for {formula} in {ion_word} cells.",
    ),
    "novel_class": (
        "For the first time a {class} is employed in {ion_word}-ion batteries.",
        "This work is the first report of a {class} in {ion_word} cells.",
    ),
    "novel_technique": (
        "This is the first time that {formula} is investigated by {technique}.",
        "{technique} of {formula} has not been reported so far.",
    ),
    "synthesis": (
        "To obtain {name}, the elements or simple compounds were mixed in a planetary mill and annealed under argon.",
        "{plain} and {name} were both prepared by a hydrothermal method at 200 °C for 12 h.",
        "{name} was grown by spray pyrolysis of an aqueous solution.",
    ),
    "techniques": (
        "The samples were studied by powder XRD, SEM and EDS.",
        "Powder XRD was used to determine the phases. The morphology was examined by SEM, and the surface area by nitrogen sorption.",
        "X-ray diffraction patterns and SEM micrographs were recorded of all powders.",
    ),
    "cells": (
        "Electrochemical tests were made in {ion_word} half cells in the potential range of {window}.",
        "CR2032 cells with {ion_word} foil as counter electrode were assembled and cycled within {window}.",
        "The voltage limits were {window} in all measurements against {ion_word} metal.",
    ),
    "structure": (
        "Only a {structure} phase is found by XRD in {name}.",
        "{name} has a {structure} structure according to XRD.",
        "All peaks in the XRD pattern of {name} are explained by a {structure} phase.",
    ),
    "entropy": (
        "{formula} contains {equal} amounts of its metals, and its configurational entropy equals {entropy}R.",
        "A configurational entropy of {entropy}R follows for the {equal} composition of {name}.",
        "The configurational entropy of {equal} {name} is calculated to be {entropy} R.",
    ),
    "first_cycle": (
        "{name} has a first discharge capacity of {discharge} mAh g-1 and a first charge capacity of {charge} mAh g-1 at {low} A g-1, corresponding to an initial Coulombic efficiency of {efficiency}%.",
        "During the first cycle at {low} A g-1, {discharge} and {charge} mAh g-1 are measured for discharge and charge of {name}, so that the initial Coulombic efficiency is {efficiency}%.",
        "The initial Coulombic efficiency of {name} is {efficiency}% at {low} A g-1, with discharge and charge capacities of {discharge} and {charge} mAh g-1 in the first cycle.",
    ),
    "rate": (
        "The capacity of {name} is still {rate} mAh g-1 at {fast} A g-1.",
        "At a current density as high as {fast} A g-1, {name} provides {rate} mAh g-1.",
        "{name} keeps {rate} mAh g-1 at {fast} A g-1.",
    ),
    "rate_without_current": (
        "The capacity of {name} is still {rate} mAh g-1 at the highest current.",
        "In rate tests, {name} provides up to {rate} mAh g-1.",
        "{name} offers a specific capacity of {rate} mAh g-1.",
    ),
    "cycling": (
        "The second discharge capacity of {name} is {start} mAh g-1 at {current} A g-1. After {cycles} cycles at {current} A g-1 the capacity of {name} is {final} mAh g-1, equal to a capacity retention of {retention}%.",
        "{name} was cycled at {current} A g-1 for {cycles} cycles, after which {final} mAh g-1, or {retention}% of the capacity of the second cycle ({start} mAh g-1), were left.",
        "Of the {start} mAh g-1 that {name} has in the second cycle at {current} A g-1, {retention}% or {final} mAh g-1 remain after {cycles} cycles.",
    ),
    "record": (
        "This value, {final} mAh g-1 after {cycles} cycles at {current} A g-1, exceeds all values reported to date for a {class} in {ion_word} cells.",
        "To the best of our knowledge {name} has the highest capacity of all reported {class} anodes in {ion_word} cells, {final} mAh g-1 after {cycles} cycles at {current} A g-1.",
    ),
    "mechanism": (
        "It is seen by {technique} that {name} stores {ion_word} by {mechanism}.",
        "{technique} confirms {mechanism} as the storage mechanism of {name}.",
        "Evidence for the {mechanism} of {name} was found by {technique}.",
    ),
    "comparison": (
        "A capacity of {plain_final} mAh g-1 is measured for {plain} after {cycles} cycles at {current} A g-1.",
        "{plain} retains {plain_final} mAh g-1 after {cycles} cycles at {current} A g-1.",
        "After {cycles} cycles at {current} A g-1, {plain} has a capacity of {plain_final} mAh g-1.",
    ),
    "caption": (
        "Table 1. Electrochemical data of the electrodes; the first cycle was run at {low} A g-1.",
    ),
    "table": (
        "| Electrode | Capacity after {cycles} cycles at {current} A g-1 (mAh g-1) | ICE (%) |\n"
        "|---|---|---|\n| {name} | {final} | {efficiency} |\n| {plain} | {plain_final} | {plain_efficiency} |",
        "| Compound | Current (A g-1) | Cycle | Specific capacity (mAh g-1) |\n"
        "|---|---|---|---|\n| {plain} | {current} | {cycles} | {plain_final} |\n| {name} | {current} | {cycles} | {final} |",
    ),
    "conclusion": (
        "Mixing metals pays off also with {ion_word}.",
        "The {class} deserves further study.",
        "In summary, a stable {ion_word}-ion anode was found.",
    ),
})  # fmt: skip

FOURTH = Wordings(("Experimental section", "Results"), {
    "title": (
        "{formula}, a {class} for the storage of {ion_word}",
        "Making a stable {ion_word}-ion anode of a {class}",
        "Cycling of {formula} against {ion_word}",
    ),
    "aim": (
        "{formula} ({name}) was prepared as a {class} and evaluated for {ion_word}-ion batteries.",
        "In this paper we introduce {formula}, which we call {name}, as a {class} anode for {ion_word} cells.",
        "Batteries with {ion_word} need new anodes. This study considers the {class} {formula} (hereinafter {name}).",
    ),
    "abstract_cycling": (
        "With {name}, {final} mAh g-1 is achieved after {cycles} cycles at {current} A g-1.",
        "{name} electrodes yield a capacity of {final} mAh g-1 after {cycles} cycles at a current density of {current} A g-1.",
        "A reversible capacity of {final} mAh g-1 is retained by {name} at {current} A g-1 after {cycles} cycles.",
    ),
    "cycling_without_cycle": (
        "With {name}, a capacity retention of {retention}% is achieved at {current} A g-1.",
        "{name} electrodes retain {retention}% of their capacity at {current} A g-1.",
        "At {current} A g-1 the retention of {name} reaches {retention}%.",
    ),
    "abstract_mechanism": (
        "The storage mechanism of {name} is {mechanism}.",
        "In {name}, {ion_word} is stored through {mechanism}.",
        "{mechanism} explains how {name} stores {ion_word}.",
    ),
    "novel_material": (
        "Until now, {formula} has never been studied as an anode with {ion_word}.",
        "This is the first study of {formula} for {ion_word}-ion batteries.",
    ),
    "novel_mechanism": (
        "The {mechanism} of {formula} in {ion_word} cells is shown for the first time.",
        "We present the first demonstration of {mechanism} in {formula} with {ion_word}.",
    ),
    "novel_class": (
        "No {class} has been reported for {ion_word}-ion batteries before.",
        "Here a {class} is used for the first time in {ion_word} cells.",
    ),
    "novel_technique": (
        "For the first time {technique} is used to examine {formula}.",
        "{formula} has never been studied by {technique} before.",
    ),
    "synthesis": (
        "The powder of {name} was produced by mechanochemical synthesis in 40 h.",
        "{name} was prepared by solid-state reaction of the metals with the other component at 750 °C; {plain} served as reference.",
        "Electrospinning and heat treatment gave {name} and {plain}.",
    ),
    "techniques": (
        "Characterisation was done by powder XRD and SEM.",
        "A diffractometer with Cu Kα radiation was used for XRD, and SEM images were taken at 10 kV.",
        "XRD served for phase analysis, SEM with EDS for morphology and composition.",
    ),
    "cells": (
        "Against {ion_word} metal, cells were cycled in a window of {window}.",
        "The cut-off potentials were {window} with {ion_word} foil as the other electrode.",
        "Half cells with {ion_word} were charged and discharged between {window} at room temperature.",
    ),
    "structure": (
        "{name} consists of one {structure} phase.",
        "From XRD, {name} is {structure} and free of impurities.",
        "The structure of {name} is {structure}, as expected.",
    ),
    "entropy": (
        "{name} is {equal}, which gives a configurational entropy of {entropy}R.",
        "For the {equal} compound {formula} the configurational entropy is {entropy} R.",
        "The configurational entropy of {formula}, an {equal} compound, is {entropy}R.",
    ),
    "first_cycle": (
        "At {low} A g-1 {name} delivers {discharge} mAh g-1 in the first discharge and {charge} mAh g-1 in the first charge, with an ICE of {efficiency}%.",
        "The initial discharge capacity of {name} is {discharge} mAh g-1 and the initial charge capacity is {charge} mAh g-1 at {low} A g-1. Its initial Coulombic efficiency is {efficiency}%.",
        "{name} shows initial discharge and charge capacities of {discharge} and {charge} mAh g-1 at {low} A g-1, giving an initial Coulombic efficiency of {efficiency}%.",
    ),
    "rate": (
        "With {name}, {rate} mAh g-1 are reached at {fast} A g-1.",
        "{name} gives {rate} mAh g-1 when cycled at {fast} A g-1.",
        "The capacity at {fast} A g-1 is {rate} mAh g-1 for {name}.",
    ),
    "rate_without_current": (
        "With {name}, {rate} mAh g-1 are reached at high rate.",
        "{name} gives {rate} mAh g-1 at the highest rate.",
        "The capacity at high current is {rate} mAh g-1 for {name}.",
    ),
    "cycling": (
        "The capacity of {name} is {start} mAh g-1 in the second cycle at {current} A g-1 and {final} mAh g-1 after {cycles} cycles, which means a capacity retention of {retention}%.",
        "In the second cycle at {current} A g-1, {name} has a capacity of {start} mAh g-1. It retains {retention}% of it after {cycles} cycles at {current} A g-1, or {final} mAh g-1.",
        "{name} shows {start} mAh g-1 in the 2nd cycle and {final} mAh g-1 in the {cycles}th cycle at {current} A g-1, a capacity retention of {retention}%.",
    ),
    "record": (
        "Among all {class} anodes reported for {ion_word} cells, {name} has the highest capacity, {final} mAh g-1 after {cycles} cycles at {current} A g-1.",
        "The capacity of {final} mAh g-1 after {cycles} cycles at {current} A g-1 is higher than that of any {class} reported so far in {ion_word} cells.",
    ),
    "mechanism": (
        "By {technique} it was established that {name} stores {ion_word} by {mechanism}.",
        "{technique} indicates {mechanism} of {name} with {ion_word}.",
        "We conclude from {technique} that {name} works by {mechanism}.",
    ),
    "comparison": (
        "Only {plain_final} mAh g-1 are found for {plain} after {cycles} cycles at {current} A g-1.",
        "{plain} shows a capacity of {plain_final} mAh g-1 after {cycles} cycles at {current} A g-1.",
        "The {plain} electrode gives {plain_final} mAh g-1 after {cycles} cycles at {current} A g-1.",
    ),
    "caption": (
        "Table 1. Comparison of the electrodes in {ion_word} cells, first cycle at {low} A g-1.",
    ),
    "table": (
        "| Anode | Capacity after {cycles} cycles at {current} A g-1 (mAh g-1) | Capacity retention (%) |\n"
        "|---|---|---|\n| {name} | {final} | {retention} |\n| {plain} | {plain_final} | {plain_retention} |",
        "| Sample | Initial discharge capacity (mAh g-1) | Initial Coulombic efficiency (%) |"
        " Reversible capacity after {cycles} cycles at {current} A g-1 (mAh g-1) |\n"
        "|---|---|---|---|\n| {plain} | {plain_discharge} | {plain_efficiency} | {plain_final} |\n"
        "| {name} | {discharge} | {efficiency} | {final} |",
    ),
    "conclusion": (
        "Such compounds are worth a closer look.",
        "The {class} outlasts {plain} in {ion_word} cells.",
        "Several metals together do what none does alone.",
    ),
})  # fmt: skip

FIFTH = Wordings(("Experimental details", "Results and discussion"), {
    "title": (
        "Reversible storage of {ion_word} in the {class} {formula}",
        "{formula} in {ion_word}-ion cells",
        "Five metals in one {family} for {ion_word}-ion anodes",
    ),
    "aim": (
        "Here the {class} {formula}, {name} for short, is tested as a {ion_word}-ion battery anode.",
        "Anodes of many metals are discussed as successors of graphite. We made {formula} ({name}), which is a {class}, and cycled it with {ion_word}.",
        "{formula} ({name}) is a {class} that has been cycled against {ion_word} in this study.",
    ),
    "abstract_cycling": (
        "{name} still has {final} mAh g-1 when it has been cycled {cycles} times at {current} A g-1.",
        "The capacity of {name} after {cycles} cycles at {current} A g-1 is {final} mAh g-1.",
        "Cycling at {current} A g-1 leaves {final} mAh g-1 for {name} after {cycles} cycles.",
    ),
    "cycling_without_cycle": (
        "{name} still has {retention}% of its capacity when it is cycled at {current} A g-1.",
        "The retention of {name} at {current} A g-1 is {retention}%.",
        "Cycling at {current} A g-1 leaves {retention}% of the capacity of {name}.",
    ),
    "abstract_mechanism": (
        "Its capacity comes from {mechanism}.",
        "{name} takes up {ion_word} by {mechanism}.",
        "Storage proceeds by {mechanism}.",
    ),
    "novel_material": (
        "We are the first to use {formula} with {ion_word}, and to our knowledge it has not been reported in {ion_word}-ion batteries.",
        "For the first time, {formula} serves as an anode in {ion_word} cells.",
    ),
    "novel_mechanism": (
        "{mechanism} of {formula} with {ion_word} is demonstrated here for the first time.",
        "No report of {mechanism} in {formula} with {ion_word} exists so far.",
    ),
    "novel_class": (
        "This is the first time that a {class} is tested with {ion_word}.",
        "A {class} has never been used in {ion_word}-ion batteries.",
    ),
    "novel_technique": (
        "We study {formula} by {technique} for the first time.",
        "{formula} has not been studied by {technique} before.",
    ),
    "synthesis": (
        "{name} came from a melt of its components that was quenched and ground.",
        "The precursors of {name} and {plain} were freeze-dried and heated to 650 °C.",
        "{name} was synthesised by microwave heating for 20 min.",
    ),
    "techniques": (
        "We used powder XRD for the phases and SEM for the particles.",
        "The crystal structure was examined with XRD and the particles with SEM; EDS gave the composition.",
        "Samples were characterised with XRD, SEM and nitrogen sorption.",
    ),
    "cells": (
        "The cells had {ion_word} metal as anode and were run from {window}.",
        "Measurements in {ion_word} half cells covered {window}.",
        "Two-electrode cells with {ion_word} foil were cycled; the voltage was kept within {window}.",
    ),
    "structure": (
        "A {structure} phase was obtained for {name}.",
        "XRD of {name} shows a {structure} structure and nothing else.",
        "{name} forms a {structure} phase.",
    ),
    "entropy": (
        "As the metals of {name} are {equal}, its configurational entropy is {entropy}R.",
        "The metals of {formula} are {equal}, with a configurational entropy of {entropy} R.",
        "{equal} {formula} reaches a configurational entropy of {entropy}R.",
    ),
    "first_cycle": (
        "The first discharge capacity of {name} at {low} A g-1 is {discharge} mAh g-1 and its first charge capacity {charge} mAh g-1; the initial Coulombic efficiency is {efficiency}%.",
        "{name} discharges to {discharge} mAh g-1 and charges to {charge} mAh g-1 in the first cycle at {low} A g-1, an initial Coulombic efficiency of {efficiency}%.",
        "In the first cycle at {low} A g-1, the discharge capacity of {name} is {discharge} mAh g-1. The charge capacity is {charge} mAh g-1 at {low} A g-1, and the initial Coulombic efficiency of {name} is {efficiency}%.",
    ),
    "rate": (
        "{name} retains {rate} mAh g-1 even at {fast} A g-1.",
        "A current of {fast} A g-1 gives {rate} mAh g-1 for {name}.",
        "The rate capacity of {name} is {rate} mAh g-1 at {fast} A g-1.",
    ),
    "rate_without_current": (
        "{name} retains {rate} mAh g-1 even at higher rates.",
        "A larger current gives {rate} mAh g-1 for {name}.",
        "The rate capacity of {name} is {rate} mAh g-1.",
    ),
    "cycling": (
        "{name} has {start} mAh g-1 in the second cycle at {current} A g-1. Its capacity is {final} mAh g-1 after {cycles} cycles at {current} A g-1, so that {retention}% is retained.",
        "From {start} mAh g-1 in the second cycle, the capacity of {name} at {current} A g-1 goes down to {final} mAh g-1 after {cycles} cycles, corresponding to a capacity retention of {retention}%.",
        "At {current} A g-1 and after {cycles} cycles, {name} has a capacity of {final} mAh g-1 and a capacity retention of {retention}% relative to the second cycle with {start} mAh g-1.",
    ),
    "record": (
        "So far no {class} in {ion_word} cells has been reported with a higher capacity than the {final} mAh g-1 of {name} after {cycles} cycles at {current} A g-1.",
        "{name} with {final} mAh g-1 after {cycles} cycles at {current} A g-1 surpasses all {class} anodes in {ion_word} cells published so far.",
    ),
    "mechanism": (
        "{technique} was used to show that {name} stores {ion_word} by {mechanism}.",
        "That {name} undergoes {mechanism} with {ion_word} follows from {technique}.",
        "{technique} provides evidence of {mechanism} in {name}.",
    ),
    "comparison": (
        "The capacity of {plain} after {cycles} cycles at {current} A g-1 is {plain_final} mAh g-1.",
        "{plain}, in contrast, has {plain_final} mAh g-1 after {cycles} cycles at {current} A g-1.",
        "In the same test {plain} drops to {plain_final} mAh g-1 after {cycles} cycles at {current} A g-1.",
    ),
    "caption": (
        "Table 1. Results of cycling with {ion_word}; the first cycle was made at {low} A g-1.",
    ),
    "table": (
        "| Material | First discharge capacity (mAh g-1) | First Coulombic efficiency (%) | Capacity after {cycles} cycles at {current} A g-1 (mAh g-1) | Retention (%) |\n"
        "|---|---|---|---|---|\n| {name} | {discharge} | {efficiency} | {final} | {retention} |\n"
        "| {plain} | {plain_discharge} | {plain_efficiency} | {plain_final} | {plain_retention} |",
        "| Electrode | Current density (A g-1) | Cycle number | Discharge capacity (mAh g-1) |\n"
        "|---|---|---|---|\n| {name} | {current} | {cycles} | {final} |\n| {plain} | {current} | {cycles} | {plain_final} |",
    ),
    "conclusion": (
        "We expect other compounds of the kind to do as well.",
        "The {class} is more stable than {plain}.",
        "Many metals make a robust anode for {ion_word}.",
    ),
})  # fmt: skip

SIXTH = Wordings(("Experimental procedures", "Results and discussion"), {
    "title": (
        "Reversible {ion_word} uptake of {formula}",
        "A {class} with five metals as a {ion_word}-ion battery anode",
        "What many metals do for the cycling of {ion_word}-ion anodes",
    ),
    "aim": (
        "Among the {class} materials, {formula} (labelled {name}) was chosen as an anode for {ion_word}-ion batteries.",
        "{name}, of the composition {formula}, is a {class} that we examine as an anode for {ion_word}-ion batteries.",
        "We designed a {class} with the nominal composition {formula}, referred to as {name}, and tested it in {ion_word} half cells.",
        "{class} anodes have drawn interest of late. One of them, {formula} ({name}), is the subject of this paper on {ion_word}-ion batteries.",
        "Single-phase {formula} ({name}) belongs to the {class} family and is used here in {ion_word} cells.",
        "The anode of this study is {formula} ({name}), which is a {class}; it was cycled against {ion_word}.",
    ),
    "abstract_cycling": (
        "{name} sustains {final} mAh g-1 at {current} A g-1 after {cycles} cycles.",
        "After {cycles} cycles at {current} A g-1 the reversible capacity of {name} stands at {final} mAh g-1.",
        "As much as {final} mAh g-1 is available from {name} after {cycles} cycles at {current} A g-1.",
    ),
    "cycling_without_cycle": (
        "{name} features a capacity retention of {retention}% at {current} A g-1.",
        "With a capacity retention of {retention}% at {current} A g-1, {name} is stable.",
        "{name} holds {retention}% of its capacity at {current} A g-1.",
    ),
    "abstract_mechanism": (
        "We find that {mechanism} underlies its capacity with {ion_word}.",
        "{name} takes up {ion_word} by {mechanism}.",
        "The {ion_word} storage of {name} is based on {mechanism}.",
    ),
    "novel_material": (
        "As far as we are aware, {formula} has not been used in {ion_word}-ion batteries before.",
        "Here {formula} is introduced for the first time as a {ion_word}-ion anode.",
    ),
    "novel_mechanism": (
        "{mechanism} of {formula} with {ion_word} is documented here for the first time.",
        "No earlier work reports {mechanism} of {formula} in {ion_word} cells.",
    ),
    "novel_class": (
        "To our knowledge, this is the first time a {class} stores {ion_word}.",
        "We report the first {class} anode for {ion_word}-ion batteries.",
    ),
    "novel_technique": (
        "To our knowledge, {formula} is examined by {technique} for the first time.",
        "This is the first {technique} study of {formula}.",
    ),
    "synthesis": (
        "{name} was synthesised by arc melting or reactive milling and ground under argon.",
        "A coprecipitated precursor was fired at 650 °C to form {name}; {plain} was prepared by the same protocol.",
        "{name} was made by flash heating of a dried gel.",
    ),
    "techniques": (
        "Diffractograms (XRD, Cu Kα) and SEM images of the powders were recorded.",
        "The powders were characterised by XRD; SEM with EDS served to see particles and elements.",
        "We used powder XRD, SEM and nitrogen physisorption.",
    ),
    "cells": (
        "The electrodes were cycled versus {ion_word} metal over {window}.",
        "Two-electrode cells with a disc of {ion_word} were run between {window} at 25 °C.",
        "A voltage window of {window} was applied to the {ion_word} half cells.",
    ),
    "structure": (
        "By XRD, {name} is a pure {structure} phase.",
        "{name} adopts a {structure} structure.",
        "The {structure} structure of {name} was confirmed by XRD.",
    ),
    "entropy": (
        "Its {equal} metals give {name} a configurational entropy of {entropy}R.",
        "{name} has an {equal} composition and hence a configurational entropy of {entropy} R.",
        "From the {equal} composition of {formula} one computes a configurational entropy of {entropy}R.",
    ),
    "first_cycle": (
        "{name} released {charge} mAh g-1 of the {discharge} mAh g-1 that it had taken up in the first cycle at {low} A g-1, an initial Coulombic efficiency of {efficiency}%.",
        "The first discharge of {name} at {low} A g-1 amounts to {discharge} mAh g-1 and the subsequent charge to {charge} mAh g-1; the Coulombic efficiency of the first cycle is thus {efficiency}%.",
        "{name} shows a first {uptake} capacity of {discharge} mAh g-1 and a first {release} capacity of {charge} mAh g-1 at {low} A g-1, so its first-cycle Coulombic efficiency is {efficiency}%.",
        "At {low} A g-1, discharge and charge capacities of {discharge} and {charge} mAh g-1 are obtained with {name} in the first cycle; {efficiency}% is its initial Coulombic efficiency.",
        "During the initial cycle {name} yields {discharge} mAh g-1 upon discharge and {charge} mAh g-1 upon charge (ICE: {efficiency}%) at {low} A g-1.",
        "An initial discharge capacity of {discharge} mAh g-1 was recorded for {name} at {low} A g-1. The corresponding charge capacity was {charge} mAh g-1, which results in a first-cycle Coulombic efficiency of {efficiency}%.",
        "The initial capacities of {name} are {discharge} mAh g-1 (discharge) and {charge} mAh g-1 (charge) at {low} A g-1, with {efficiency}% initial Coulombic efficiency.",
        "{name} delivers {discharge}/{charge} mAh g-1 for the first discharge/charge at {low} A g-1, and the Coulombic efficiency in the first cycle reaches {efficiency}%.",
    ),
    "rate": (
        "Raising the current to {fast} A g-1 leaves {rate} mAh g-1 for {name}.",
        "{name} still affords {rate} mAh g-1 at {fast} A g-1.",
        "A rate of {fast} A g-1 gives a capacity of {rate} mAh g-1 with {name}.",
    ),
    "rate_without_current": (
        "Raising the current leaves {rate} mAh g-1 for {name}.",
        "{name} still affords {rate} mAh g-1 at a high current.",
        "Fast cycling gives a capacity of {rate} mAh g-1 with {name}.",
    ),
    "cycling": (
        "Starting from {start} mAh g-1 in the second cycle, {name} arrives at {final} mAh g-1 after {cycles} cycles at {current} A g-1, that is a capacity retention of {retention}%.",
        "At {current} A g-1 {name} has {start} mAh g-1 in the second cycle. The capacity of {name} is {final} mAh g-1 after {cycles} cycles at {current} A g-1, so the capacity retention is {retention}%.",
        "With {start} mAh g-1 in the second and {final} mAh g-1 in the {cycles}th cycle at {current} A g-1, {name} has a capacity retention of {retention}%.",
    ),
    "record": (
        "No higher capacity than {final} mAh g-1 after {cycles} cycles at {current} A g-1 has been reported for a {class} in {ion_word} cells.",
        "{name} surpasses every {class} reported in {ion_word} cells, with the highest capacity of {final} mAh g-1 after {cycles} cycles at {current} A g-1.",
    ),
    "mechanism": (
        "We followed {name} by {technique} and found that it stores {ion_word} by {mechanism}.",
        "{technique} provides evidence of {mechanism} of {name} with {ion_word}.",
        "The {mechanism} of {name} is evidenced by {technique}.",
    ),
    "comparison": (
        "With {plain}, {plain_final} mAh g-1 is all that is left after {cycles} cycles at {current} A g-1.",
        "In contrast, {plain} delivers {plain_final} mAh g-1 after {cycles} cycles at {current} A g-1.",
        "{plain} drops to {plain_final} mAh g-1 after {cycles} cycles at {current} A g-1.",
    ),
    "caption": (
        "Table 1. Key figures of both electrodes in {ion_word} cells; the first cycle was measured at {low} A g-1.",
    ),
    "table": (
        "| Sample | ICE (%) | Capacity after {cycles} cycles at {current} A g-1 (mAh g-1) |\n"
        "|---|---|---|\n| {name} | {efficiency} | {final} |\n| {plain} | {plain_efficiency} | {plain_final} |",
        "| Anode | Current density (A g-1) | Cycles | Capacity (mAh g-1) |\n"
        "|---|---|---|---|\n| {name} | {current} | {cycles} | {final} |\n| {plain} | {current} | {cycles} | {plain_final} |",
    ),
    "conclusion": (
        "{plain} is no match for the {class}.",
        "Anodes of many metals keep their promise.",
        "The approach can be carried over to other compounds.",
    ),
})  # fmt: skip

BANKS = (FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH)
