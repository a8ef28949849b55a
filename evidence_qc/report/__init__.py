"""The only writers of reports: one file a format, ``write`` the door for all but the page.

Every format is made from the same tree (``model.Report``) and says nothing that JSON does not.
"""
