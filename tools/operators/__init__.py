"""Making the schemas of operators' kinds from the Go types that operators publish."""
