package io.voicewebhooks.recording;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Finds the addresses of hosts for an HTTP client, and refuses a host that has one which is not public. The client dials
 * what it gets from here, so a name that changes its address between a check and the call
 * (<a href="https://en.wikipedia.org/wiki/DNS_rebinding">DNS rebinding</a>) gains nothing.
 */
final class PublicAddresses implements DnsResolver {
    /** IPv4 blocks that are not global, of the IANA special-purpose registry (RFC 6890), multicast and reserved. */
    private static final List<IpSubnetFilterRule> NOT_PUBLIC_4 = blocks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");
    /** Global unicast of IPv6; everything else is loopback, link-local, unique-local, multicast, mapped or unassigned. */
    private static final List<IpSubnetFilterRule> GLOBAL_6 = blocks("2000::/3");
    /** What of it is not: protocol assignments with Teredo, documentation, 6to4. */
    private static final List<IpSubnetFilterRule> NOT_PUBLIC_6 =
            blocks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");
    /** IPv4 behind a NAT64 (RFC 6052): the last four bytes count. */
    private static final List<IpSubnetFilterRule> NAT64 = blocks("64:ff9b::/96");

    private final DnsResolver names;
    private final Predicate<InetAddress> allowed;

    /**
     * @param names   asks the domain name system
     * @param allowed {@link #isPublic(InetAddress)}, or what a test takes for it
     */
    PublicAddresses(DnsResolver names, Predicate<InetAddress> allowed) {
        this.names = names;
        this.allowed = allowed;
    }

    /** Whether an address belongs to the public internet. */
    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return !isIn(NOT_PUBLIC_4, address);
        }
        if (isIn(NAT64, address)) {
            return isPublic(ipv4(Arrays.copyOfRange(bytes, 12, 16)));
        }
        return isIn(GLOBAL_6, address) && !isIn(NOT_PUBLIC_6, address);
    }

    private static InetAddress ipv4(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static List<IpSubnetFilterRule> blocks(String... blocks) {
        return Stream.of(blocks)
                .map(block -> new IpSubnetFilterRule(block, IpFilterRuleType.REJECT))
                .toList();
    }

    private static boolean isIn(List<IpSubnetFilterRule> blocks, InetAddress address) {
        return blocks.stream().anyMatch(block -> block.matches(new InetSocketAddress(address, 0)));
    }

    /** Whether every address of a host is public; one that is not known is not private either. */
    boolean isPublic(String host) {
        try {
            return Stream.of(names.resolve(host)).allMatch(allowed);
        } catch (UnknownHostException e) {
            return true;
        }
    }

    /**
     * Gives the addresses to dial.
     *
     * @throws UnknownHostException if there is none, or one that is not public
     */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = names.resolve(host);
        if (!Stream.of(addresses).allMatch(allowed)) {
            throw new UnknownHostException(host + " is not on the public internet");
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return names.resolveCanonicalHostname(host);
    }
}
