"""操作留痕: every history and the security events as one list, for the auditor to search."""
