package io.voicewebhooks.edge.tls;

import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.Settings;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each TLS handshake the certificate of the moment. (Vert.x can exchange the options of a server, but drops the
 * connections that come while it does.) It compares the content of the files, so it does not matter whether they were
 * rewritten, or a symbolic link to them or to their directory was changed (certbot, Kubernetes).
 */
public final class RenewableCertificate extends X509ExtendedKeyManager {
    private static final Logger LOG = LoggerFactory.getLogger(RenewableCertificate.class);

    private final Settings settings;
    private volatile ServerCertificate current;
    /** For handshakes that began with it. */
    private volatile ServerCertificate former;

    private String problem = "";

    public RenewableCertificate(Settings settings, ServerCertificate first) {
        this.settings = settings;
        this.former = first;
        this.current = first;
    }

    /** Takes the certificate for the handshakes to come that the files have now; on one thread at a time. */
    public void renew() {
        try {
            ServerCertificate found = ServerCertificate.read(settings);
            problem = "";
            if (!found.isSame(current)) {
                former = current;
                current = found;
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

    private ServerCertificate of(String alias) {
        ServerCertificate now = current;
        return now.alias().equals(alias) ? now : former;
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        ServerCertificate now = current;
        return now.key().getAlgorithm().equals(keyType) ? now.alias() : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return of(alias).chain();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return of(alias).key();
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[] {current.alias()};
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }
}
