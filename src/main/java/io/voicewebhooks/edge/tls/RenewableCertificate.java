package io.voicewebhooks.edge.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Gives each TLS handshake the certificate of the moment. (Vert.x can exchange the options of a server, but drops the
 * connections that come while it does.)
 */
public final class RenewableCertificate extends X509ExtendedKeyManager {
    private volatile ServerCertificate current;
    /** For handshakes that began with it. */
    private volatile ServerCertificate former;

    public RenewableCertificate(ServerCertificate first) {
        this.former = first;
        this.current = first;
    }

    /** Takes another certificate for the handshakes to come. */
    void renew(ServerCertificate next) {
        former = current;
        current = next;
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
