"""What the service can do, told as a story each; the command line and the HTTP interface call these."""
