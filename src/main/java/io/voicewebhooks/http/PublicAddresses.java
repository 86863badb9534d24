package io.voicewebhooks.http;

import java.math.BigInteger;
import java.net.InetAddress;
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
public final class PublicAddresses implements DnsResolver {
    /** IPv4 blocks that are not global, of the IANA special-purpose registry (RFC 6890), multicast and reserved. */
    private static final List<Block> NOT_PUBLIC_4 = blocks("""
            0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
            192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4""");
    /** Global unicast of IPv6; everything else is loopback, link-local, unique-local, multicast, mapped or unassigned. */
    private static final List<Block> GLOBAL_6 = blocks("2000::/3");
    /** What of it is not: protocol assignments with Teredo, documentation, 6to4. */
    private static final List<Block> NOT_PUBLIC_6 = blocks("2001::/23 2001:db8::/32 2002::/16 3fff::/20");
    /** IPv4 behind a NAT64 (RFC 6052): the last four bytes count. */
    private static final List<Block> NAT64 = blocks("64:ff9b::/96");

    private final DnsResolver names;
    private final Predicate<InetAddress> allowed;

    /** Allowed is what {@link #isPublic(InetAddress)} says, or what a test takes for it. */
    public PublicAddresses(DnsResolver names, Predicate<InetAddress> allowed) {
        this.names = names;
        this.allowed = allowed;
    }

    /** Whether an address belongs to the public internet. */
    public static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return !isIn(NOT_PUBLIC_4, address);
        }
        if (isIn(NAT64, address)) {
            return isPublic(address(Arrays.copyOfRange(bytes, 12, 16)));
        }
        return isIn(GLOBAL_6, address) && !isIn(NOT_PUBLIC_6, address);
    }

    private static boolean isIn(List<Block> blocks, InetAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    private static List<Block> blocks(String blocks) {
        return Stream.of(blocks.split("\\s+")).map(Block::of).toList();
    }

    /** Addresses whose first bits are alike, in the notation of RFC 4632. */
    private record Block(InetAddress first, int bits) {
        static Block of(String text) {
            String[] parts = text.split("/");
            try {
                return new Block(InetAddress.getByName(parts[0]), Integer.parseInt(parts[1]));
            } catch (UnknownHostException e) {
                throw new IllegalStateException(text + " is no block of addresses", e);
            }
        }

        boolean contains(InetAddress address) {
            byte[] one = first.getAddress();
            byte[] other = address.getAddress();
            if (one.length != other.length) {
                return false;
            }
            int rest = one.length * Byte.SIZE - bits;
            return new BigInteger(1, one).shiftRight(rest).equals(new BigInteger(1, other).shiftRight(rest));
        }
    }

    /** Whether every address of a host is public; one that is not known is not private either. */
    public boolean isPublic(String host) {
        try {
            return Stream.of(names.resolve(host)).allMatch(allowed);
        } catch (UnknownHostException e) {
            return true;
        }
    }

    /** Gives the addresses to dial, unless one of them is not public. */
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
