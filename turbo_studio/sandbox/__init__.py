"""An embedded gateway on loopback that answers synthetic pictures under the real contract.

``launch`` is all that the program imports: it starts the rest as a child process.
"""
