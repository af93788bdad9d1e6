"""Reading the workbook in which an office keeps its supervised projects and their money."""
