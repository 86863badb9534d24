import io.voicewebhooks.support.ManualProject

ManualProject.in(basedir.toPath()).runsWithOurLibraries()
return true
