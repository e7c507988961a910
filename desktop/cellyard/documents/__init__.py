"""Paper: labels and documents, drawn from what the domain says."""
