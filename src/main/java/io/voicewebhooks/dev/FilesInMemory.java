package io.voicewebhooks.dev;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.camel.impl.engine.DefaultResourceLoader;
import org.apache.camel.impl.engine.DefaultResourceResolvers;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.PackageScanResourceResolver;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.ResourceSupport;
import org.apache.camel.support.scan.DefaultPackageScanResourceResolver;
import org.apache.camel.util.AntPathMatcher;

/**
 * Lets an application read a user's files as they were, in place of those that are there now and under the same names, so
 * that each message names the file that the user edits.
 */
final class FilesInMemory {
    private static final String FILE = "file:";

    private final UserFiles files;

    private FilesInMemory(UserFiles files) {
        this.files = files;
    }

    /**
     * Before the application starts.
     *
     * @param properties a file for the copy of {@code application.properties}, which Camel reads from none but a file
     */
    static void use(UserFiles files, Path properties, Main main) throws IOException {
        FilesInMemory memory = new FilesInMemory(files);
        main.bind(DefaultResourceLoader.RESOURCE_LOADER_KEY_PREFIX + "file", memory.new Reader());
        Files.writeString(properties, files.text(UserFiles.PROPERTIES));
        main.setPropertyPlaceholderLocations(
                main.getPropertyPlaceholderLocations().replace(FILE + UserFiles.PROPERTIES, FILE + properties));
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport support) {
                Scan scan = memory.new Scan();
                scan.setCamelContext(support.getCamelContext());
                support.getCamelContext()
                        .getCamelContextExtension()
                        .addContextPlugin(PackageScanResourceResolver.class, scan);
            }
        });
    }

    private static String path(String location) {
        return location.replace('\\', '/').replaceFirst("^(\\./)+", "");
    }

    private final class Reader extends DefaultResourceResolvers.FileResolver {
        @Override
        public Resource createResource(String location, String remaining) {
            String path = path(remaining);
            if (!path.startsWith(UserFiles.ROUTES + "/")) {
                return super.createResource(location, remaining);
            }
            ByteBuffer bytes = files.content().get(path);
            return bytes == null ? new Missing(remaining) : ResourceHelper.fromBytes(FILE + path, bytes.array());
        }
    }

    private static final class Missing extends ResourceSupport {
        Missing(String path) {
            super("file", path);
        }

        @Override
        public boolean exists() {
            return false;
        }

        @Override
        public InputStream getInputStream() {
            return null;
        }
    }

    private final class Scan extends DefaultPackageScanResourceResolver {
        @Override
        protected void findInFileSystem(File dir, Set<Resource> found, String pattern, Predicate<String> filter)
                throws Exception {
            String root = path(dir.getPath()) + "/";
            if (!root.startsWith(UserFiles.ROUTES + "/")) {
                super.findInFileSystem(dir, found, pattern, filter);
                return;
            }
            files.content().forEach((path, bytes) -> {
                if (path.startsWith(root)
                        && AntPathMatcher.INSTANCE.match(pattern, path.substring(root.length()))
                        && (filter == null || filter.test(path))) {
                    found.add(ResourceHelper.fromBytes(FILE + path, bytes.array()));
                }
            });
        }
    }
}
