"""Rules and comparisons, all pure: quote matching, evidence finding, gate policies, coverage, independence.

Import the module that you need (`factcheck.checking.match`, `.suggest`, `.drafts`, `.recheck`...);
nothing is imported here, so that one rule never drags in another.
"""
