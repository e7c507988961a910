"""Paper: labels and documents, drawn from what the domain says.

All of them stand in `kinds`, and not here: who draws one paper, or asks a printer how it is, need
not wait for the others to be read.
"""
