"""Charts: Result -> plotly Figure.  Plotly lives here, and the WebGL map in ui/charts/webgl_map.py; nowhere else."""
