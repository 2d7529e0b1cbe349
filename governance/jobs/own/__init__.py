"""The list of one's own jobs as a spreadsheet; `governance.jobs.exports` is what all exports are made with."""
