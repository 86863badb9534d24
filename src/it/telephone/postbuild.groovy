import io.voicewebhooks.manual.ManualProject

ManualProject.in(basedir.toPath()).runsWithOurLibraries()
// the tests that calls left behind among them
def tests = new File(basedir, 'src/test/java').list().collect { it.replace('.java', '') }
def run = new File(basedir, 'target/surefire-reports').list().findAll { it.endsWith('.txt') }.collect { it.replace('.txt', '') }
assert tests.size() > 3 && run.sort() == tests.sort()
return true
