"""An embedded gateway on loopback that answers synthetic pictures under the real contract."""
