"""The Community Policing Programme's numbers: data in one direction, files to Result.  See CONTRIBUTING.md for the floors."""
