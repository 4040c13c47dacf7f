"""The tabs of the page: each lays out its components and says what happens when they are used.

Gradio is imported when a page is built, not before.
"""
