"""Dataset: files, uploads and releases, read into one checked Dataset."""
