"""What the page is made of: HTML of answers, tables, gaps and checks, and the tabs that show them.

Only ``hemkg.page`` knows these rooms.  Those named after what they draw know nothing of Gradio; those in
``tabs`` lay out components and call the others.
"""
