"""Invented article pages in the layouts of four publishers. No sentence of them was ever printed."""
# ruff: noqa: E501  # markup is as long as it is

ACS = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Rock-Salt Oxide Anodes | Journal of Invented Materials</title>
<meta name="citation_title" content="Rock-Salt Oxide Anodes with Five Cations">
<meta name="citation_author" content="Ada Example"><meta name="citation_author" content="Bo Sample">
<meta name="dc.Identifier" scheme="doi" content="10.1021/acs.invented.4c00001">
<meta name="citation_journal_title" content="Journal of Invented Materials">
<meta name="dc.Date" content="March 3, 2024"><meta name="citation_publisher" content="American Chemical Society">
<script>var secret = "never read";</script><style>p {color: red}</style></head>
<body><nav><ul><li>Menu entry</li></ul></nav>
<article class="article"><div class="article_header"><h1 class="article_header-title"><span class="hlFld-Title">Rock-Salt
Oxide Anodes with Five Cations</span></h1></div>
<div class="article_abstract"><h2 class="article_abstract-title">Abstract</h2>
<p class="articleBody_abstractText">The oxide (Mg<sub>0.2</sub>Zn<sub>0.8</sub>)O keeps 412 mAh g<sup>–1</sup> after
300 cycles.</p></div>
<div class="article_content"><div class="NLM_sec NLM_sec_level_1"><h2 id="_i1">1. Introduction</h2>
<div class="NLM_p">Lithium cells need new anodes.<a href="#ref1" class="ref"><sup>1,2</sup></a> Oxides are one
way,<sup><a href="#ref3" class="ref">3</a></sup> phosphides another.</div>
<div class="NLM_p last">A density of 10<sup>4</sup> cm<sup>–3</sup> was found by Doe et al.<sup><a href="#ref4"
class="ref">4</a></sup> earlier.</div>
<figure id="fig1" class="article__inlineFigure"><h2 class="fig-label">Figure 1</h2><img src="x.gif" alt="Figure 1">
<figcaption class="article__inlineFigure"><p class="title">Figure 1. Voltage curves of (Mg<sub>0.2</sub>Zn<sub>0.8</sub>)O
at 0.1 A g<sup>–1</sup>.</p></figcaption><a class="figure__download" href="#">High Resolution Image</a></figure>
<div class="NLM_table-wrap" id="tbl1"><div class="NLM_caption">Table 1. Cycling of the Oxides</div>
<table class="table"><thead><tr><th rowspan="2">oxide</th><th colspan="2">capacity (mAh g<sup>–1</sup>)</th></tr>
<tr><th>first</th><th>after 300 cycles<sup>a</sup></th></tr></thead>
<tbody><tr><td>ZnO</td><td>901</td><td>120</td></tr>
<tr><td>(Mg<sub>0.2</sub>Zn<sub>0.8</sub>)O</td><td>655</td><td>412<sup>b</sup></td></tr></tbody></table></div>
</div></div>
<div class="citationLinks">Cited by 12 papers</div>
<ol id="references"><li id="ref1"><div class="reference"><span class="refLabel">1</span> Roe, R. <i>J. Inv.</i>
<b>2019</b>, 1, 2. <a href="https://doi.org/10.1021/inv.1">Crossref</a> <a href="#">Google Scholar</a></div></li>
<li id="ref2"><div class="reference"><span class="refLabel">2</span> Poe, P. J. Inv. 2018, 3, 4.</div></li></ol>
</article><aside>Recommended articles for you: Another Story of Nothing</aside><footer>Copyright</footer></body></html>"""

RSC = """<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta name="DC.title" content="Phosphide anodes that are not there"><meta name="citation_doi" content="10.1039/D4XX00000A">
<meta name="DC.publisher" content="The Royal Society of Chemistry"><meta name="citation_publication_date" content="2024/05/06">
</head><body><div id="wrapper"><div class="left_head"><a class="simple" href="/en">Journals</a></div>
<div class="article__title"><h1 id="sect1">Phosphide anodes that are not there</h1></div>
<div class="abstract"><h2>Abstract</h2><p>The phosphide GaSiP<sub>2</sub> was imagined to reach 1200 mA h g<sup>−1</sup>.</p></div>
<h2 id="sect2"><span class="a_heading">Introduction</span></h2>
<p>Alloying anodes swell.<a title="Select to navigate to references" href="#cit1"><sup><span class="sup_ref">1</span></sup></a>
<sup><span class="sup_ref">–</span></sup><a href="#cit3"><sup><span class="sup_ref">3</span></sup></a> Composites swell less.</p>
<p class="otherpara">Charge was <small><sup>57</sup></small>Fe-labelled<a href="#cit4"><sup><span class="sup_ref">4</span></sup></a>
in one case.</p>
<div class="image_table"><table><tr><td colspan="3" class="imgHolder"><img alt="image file: f1.tif" src="f1.gif"></td></tr>
<tr><td class="image_title"><b>Fig. 1 </b> <span id="fig1" class="graphic_title">Cells that nobody built.</span></td></tr></table></div>
<div class="rtable__wrapper"><div class="table_caption"><b>Table 1 </b><span id="tab1">What nobody measured</span></div>
<div class="table__wrapper"><table class="tgroup rtable"><thead><tr><th>Anode</th><th>Capacity/mA h g<sup>−1</sup></th></tr></thead>
<tbody><tr><td>GaSiP<sub>2</sub></td><td>1200</td></tr><tr><td>SiP</td><td>990</td></tr></tbody></table></div></div>
<h2><span class="a_heading">Notes and references</span></h2>
<ol class="references"><li><span id="cit1">A. Nobody and B. Noone, <i>J. Imag. Chem.</i>, 2020, <strong>1</strong>, 5.</span></li>
<li><span id="cit2">C. Nihil, <i>J. Imag. Chem.</i>, 2021, <strong>2</strong>, 6</span> <a href="#">CrossRef</a>.</li></ol>
</div></body></html>"""

MDPI = """<!DOCTYPE html><html><head><meta name="citation_doi" content="10.3390/inv12030045">
<meta name="citation_title" content="Selenides of the Imagination"><meta name="citation_publication_date" content="2023/2">
<link rel="license" href="https://creativecommons.org/licenses/by/4.0/"></head><body>
<div id="cookie-notification" class="js-allow-cookies">We use cookies on our website.</div>
<main><article><h1 class="title">Selenides of the Imagination</h1>
<section class="html-abstract" id="html-abstract"><h2 id="html-abstract-title">Abstract</h2>
<div class="html-p">The selenide Fe<sub>7</sub>Se<sub>8</sub> stores 380 mAh g<sup>−1</sup> of sodium.</div></section>
<div class="html-body"><section id="sec1-inv"><h2 data-nested="1">1. Introduction</h2>
<div class="html-p">Sodium is plentiful [<a href="#B1-inv" class="html-bibr">1</a>,<a href="#B2-inv" class="html-bibr">2</a>].
It moves at 25 °C as shown in <a href="#inv-f001" class="html-fig">Figure 1</a>.</div>
<div class="html-disp-formula-info"><div class="f"><math><mrow><mn>8</mn><mi>Na</mi><mo>→</mo><msub><mi>Na</mi><mn>2</mn></msub>
<mi>Se</mi></mrow></math></div></div>
<div class="html-fig-wrap" id="inv-f001"><div class="html-fig_img"><img src="f.png"></div>
<div class="html-fig_description"><b>Figure 1.</b> Imagined curves.</div></div></section></div>
<section id="html-references_list"><h2>References</h2><ol class="html-xxx">
<li id="B1-inv" class="html-x" data-content="1.">Nul, A. On nothing. <i>Inv. J.</i> <b>2017</b>, <i>1</i>, 1.
[<a href="https://scholar.google.com">Google Scholar</a>] [<a href="https://doi.org/10.3390/inv1">CrossRef</a>]</li>
<li id="B2-inv" class="html-x" data-content="2.">Zero, B. On less. <i>Inv. J.</i> <b>2018</b>, <i>2</i>, 2.</li></ol></section>
</article></main></body></html>"""

NATURE = r"""<!DOCTYPE html><html><head><meta name="dc.title" content="Invented tellurides"><meta name="citation_doi"
content="10.1038/s00000-024-00001-1"><meta name="prism.publicationDate" content="2024-01-09">
<meta name="citation_journal_title" content="Nature Inventions"></head><body><header role="banner">Search</header>
<article lang="en"><h1 class="c-article-title">Invented tellurides</h1>
<section aria-labelledby="Abs1" data-title="Abstract"><div class="c-article-section"><h2 class="c-article-section__title">Abstract</h2>
<div class="c-article-section__content"><p>Tellurium conducts well and is heavy, so the telluride
<span class="mathjax-tex">\(\mathrm{Sb_2Te_3}\)</span> was invented again.</p></div></div></section>
<section><h2 class="c-article-section__title">Main</h2><div class="c-article-section__content"><p>It follows a known
route<sup><a data-track="click" href="/articles/x#ref-CR1" title="a">1</a>,<a href="/articles/x#ref-CR2">2</a></sup>. The rate of
C/2 costs 12% of 500 mAh g<sup>−1</sup>.</p>
<figure><figcaption><b id="Fig1" class="c-article-section__figure-caption">Fig. 1: A route that leads nowhere.</b></figcaption>
<div class="c-article-section__figure-description"><p><b>a</b>, Start. <b>b</b>, End.</p></div>
<a class="c-article__pill-button" href="/f1">Full size image</a></figure></div></section>
<section><h2>References</h2><ol class="c-article-references"><li class="c-article-references__item" data-counter="1.">
<p class="c-article-references__text" id="ref-CR1">Nemo, N. Nothing new. <i>Nat. Inv.</i> <b>1</b>, 1 (2019).</p>
<p class="c-article-references__links"><a href="https://doi.org/10.1038%2Finv1">Article</a> <a href="#">Google Scholar</a></p></li>
<li class="c-article-references__item" data-counter="2."><p id="ref-CR2">Nemo, N. Less new. Nat. Inv. 2, 2 (2020).</p></li></ol>
</section></article></body></html>"""
