"""The two endpoints of the gateway: request to wire, wire to answer, errors to categories."""
