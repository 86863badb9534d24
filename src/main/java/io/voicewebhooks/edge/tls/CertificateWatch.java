package io.voicewebhooks.edge.tls;

import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for a renewed certificate. It compares the content of the files, so it does not matter whether they were
 * rewritten, or a symbolic link to them or to their directory was changed (certbot, Kubernetes).
 */
public final class CertificateWatch implements Runnable {
    /** Seconds between two looks. */
    public static final int PERIOD = 5;

    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

    private final Settings settings;
    private final RenewableCertificate served;
    private ServerCertificate seen;
    private String problem = "";

    public CertificateWatch(Settings settings, ServerCertificate first, RenewableCertificate served) {
        this.settings = settings;
        this.seen = first;
        this.served = served;
    }

    @Override
    public void run() {
        try {
            ServerCertificate found = ServerCertificate.read(settings);
            problem = "";
            if (!found.isSame(seen)) {
                seen = found;
                served.renew(found);
                LOG.info("new connections get the certificate {}", found);
                found.warning().ifPresent(LOG::warn);
            }
        } catch (ConfigurationException e) {
            if (!e.getMessage().equals(problem)) {
                problem = e.getMessage();
                LOG.error("the former certificate stays: {}", problem);
            }
        }
    }
}
