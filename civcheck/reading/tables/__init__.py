"""Reading tables that people keep: workbooks, csv files, web pages that are called workbooks."""
