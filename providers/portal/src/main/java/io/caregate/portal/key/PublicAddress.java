package io.caregate.portal.key;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Whether an address is on the public internet, by the special-purpose registries of IANA (RFC 6890 and its
 * successors). An address that contains an IPv4 address is also judged by that one.
 */
final class PublicAddress {
    private static final List<Block> NOT_PUBLIC = List.of(
            Block.of("0.0.0.0", 8),
            Block.of("10.0.0.0", 8),
            Block.of("100.64.0.0", 10),
            Block.of("127.0.0.0", 8),
            Block.of("169.254.0.0", 16),
            Block.of("172.16.0.0", 12),
            Block.of("192.0.0.0", 24),
            Block.of("192.0.2.0", 24),
            Block.of("192.31.196.0", 24),
            Block.of("192.52.193.0", 24),
            Block.of("192.88.99.0", 24),
            Block.of("192.168.0.0", 16),
            Block.of("192.175.48.0", 24),
            Block.of("198.18.0.0", 15),
            Block.of("198.51.100.0", 24),
            Block.of("203.0.113.0", 24),
            Block.of("224.0.0.0", 4),
            Block.of("240.0.0.0", 4),
            Block.of("100:0:0:0:0:0:0:0", 64),
            Block.of("2001:0:0:0:0:0:0:0", 23),
            Block.of("2001:db8:0:0:0:0:0:0", 32),
            Block.of("2002:0:0:0:0:0:0:0", 16),
            Block.of("2620:4f:8000:0:0:0:0:0", 48),
            Block.of("3fff:0:0:0:0:0:0:0", 20),
            Block.of("5f00:0:0:0:0:0:0:0", 16));

    /** Only this part of IPv6 is global unicast (RFC 4291 section 2.4, as assigned). */
    private static final Block GLOBAL_UNICAST = Block.of("2000:0:0:0:0:0:0:0", 3);

    private PublicAddress() {}

    static boolean is(InetAddress address) {
        boolean kind = address instanceof Inet4Address
                || (address instanceof Inet6Address && GLOBAL_UNICAST.contains(address.getAddress()));
        return kind && NOT_PUBLIC.stream().noneMatch(block -> block.contains(address.getAddress()));
    }

    /** The addresses that start with the same bits. */
    private static final class Block {
        private final byte[] base;
        private final int bits;

        private Block(byte[] base, int bits) {
            this.base = base;
            this.bits = bits;
        }

        static Block of(String literal, int bits) {
            try {
                return new Block(InetAddress.getByName(literal).getAddress(), bits);
            } catch (UnknownHostException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        boolean contains(byte[] address) {
            if (address.length != base.length) {
                return false;
            }
            int whole = bits / 8;
            int rest = bits % 8;
            int mask = 0xff << (8 - rest) & 0xff;
            return Arrays.equals(base, 0, whole, address, 0, whole)
                    && (rest == 0 || (base[whole] & mask) == (address[whole] & mask));
        }
    }
}
