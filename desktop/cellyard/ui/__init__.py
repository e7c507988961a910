"""The skin: windows, widgets and screens; Qt lives here and nowhere else."""
