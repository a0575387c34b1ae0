"""Serves what a school has published, from one folder: own settings, no database, and nothing else of Pejling.

It imports nothing of the product's floors (``alone`` sees to that while it runs, and an import contract before): what
isn't in the folder can't come out. The folder can as well be copied to any other web server.
"""
