"""Cases (事项): disputes that people's mediation committees take up, from the first word to the archived volume.

Serves the People's Mediation Law (人民调解法) and Decree 75 (人民调解工作若干规定); who may do what, time limits,
forms and figures are told in the features below, one package for each thing that people do.
"""
