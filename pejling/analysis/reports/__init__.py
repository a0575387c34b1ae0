"""One report value, several forms: a frozen value made of plans and figures, written as page, PDF, Word and Excel."""
