"""The network page: what a browser sees of the central server, whole without any script."""
