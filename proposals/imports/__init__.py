"""Reading ledgers (台账) of motions and suggestions."""
