"""What was said of a dispute: claims, what shows them, options and case files.

Nothing is loaded here: a scan needs the case, but neither its plan nor its words.
"""
