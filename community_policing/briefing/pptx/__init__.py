"""PPTX: slides for PowerPoint."""
