"""Result -> plotly Figure.  Plotly lives here, and the WebGL map in maps.py; nowhere else."""
