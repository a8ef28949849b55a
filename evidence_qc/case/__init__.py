"""What a dispute is about: claims, what shows them, which photos go where, and the words for it.

Nothing is loaded here: a scan needs the case, but neither its plan nor its words.
"""
