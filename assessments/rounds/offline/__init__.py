"""Answering without a network: a return as a workbook or on paper, and what comes back."""
