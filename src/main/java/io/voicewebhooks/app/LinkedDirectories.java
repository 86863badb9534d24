package io.voicewebhooks.app;

import java.io.File;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.ResourceLoader;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.scan.DefaultPackageScanResourceResolver;

/** Finds route files and templates also in a directory that is a symbolic link, in which Camel's own sees nothing. */
final class LinkedDirectories extends DefaultPackageScanResourceResolver {
    @Override
    protected void findInFileSystem(File directory, Set<Resource> resources, String pattern, Predicate<String> filter)
            throws Exception {
        ResourceLoader loader = PluginHelper.getResourceLoader(getCamelContext());
        Path named = directory.toPath();
        Path real = named.toRealPath();
        for (Path file : ResourceHelper.findInFileSystem(real, pattern)) {
            String path = named.resolve(real.relativize(file)).toString();
            if (filter == null || filter.test(path)) {
                resources.add(loader.resolveResource("file:" + path));
            }
        }
    }
}
