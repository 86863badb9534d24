import io.voicewebhooks.manual.ManualProject

ManualProject.in(basedir.toPath()).runsWithOurLibraries()
return true
