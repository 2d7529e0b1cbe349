"""People's mediation (人民调解): from a filed application to the archived volume.

Serves the People's Mediation Law (人民调解法, 2011) and Decree 75 of the Ministry of Justice
(人民调解工作若干规定, 2002).

docket/      the register: case, number, the life of a case as one table, who may do what, one case's page, lists
parties/     who is on which side, and who speaks for them
intake/      filing, consent of the other side, acceptance, refusal, reference
mediation/   mediators, sessions, notes, evidence, time, and endings without an agreement
agreements/  terms, obligations, signatures, the day they take effect
performance/ what was done of it, with its proof; urging; what the parties say by a link; what a court was asked
confirmation/ the court confirms, when all parties ask in time
visits/      return visits
search/      cases by the words in them
documents/   the official forms, as .docx and PDF
"""
