package io.caregate.auditlog.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.auditlog.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors with which implementations of Certificate Transparency have always been compared. */
class KnownTreeTest {
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private final TreeHasher hasher = new TreeHasher();
    private final ListedTree tree = new ListedTree();
    private final ProofBuilder proofBuilder = new ProofBuilder(hasher, tree);
    private final ProofVerifier check = new ProofVerifier(hasher);

    @BeforeEach
    void grow() {
        LEAVES.forEach(leaf -> tree.add(hasher.leaf(HexFormat.of().parseHex(leaf))));
    }

    @ParameterizedTest
    @CsvSource({
        "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void rootWhenLeavesAreThoseOfTheVectorsThenTheirRoot(int size, String root) {
        CompactRange compactRange = new CompactRange(hasher);
        for (int i = 0; i < size; i++) {
            compactRange.append(tree.leaf(i), CompactRange.Completed.IGNORED);
        }
        assertThat(HexFormat.of().formatHex(compactRange.root())).isEqualTo(root);
        assertThat(HexFormat.of().formatHex(tree.root(size))).isEqualTo(root);
    }

    @Test
    void inclusionWhenFirstOfEightThenTheirPath() {
        List<byte[]> proof = proofBuilder.inclusion(0, 8);
        assertThat(hex(proof))
                .containsExactly(
                        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
        assertThat(check.includes(0, tree.leaf(0), 8, tree.root(8), proof)).isTrue();
    }

    @Test
    void consistencyWhenSixOfEightThenTheirProof() {
        List<byte[]> proof = proofBuilder.consistency(6, 8);
        assertThat(hex(proof))
                .containsExactly(
                        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
        assertThat(check.consistent(6, tree.root(6), 8, tree.root(8), proof)).isTrue();
    }

    @Test
    void leafWhenOfAnEntryOfVersion1ThenTheHashOfTheHashOfSaltAndPayload() {
        byte[] salt = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
        byte[] payload = "{\"v\":1}".getBytes(StandardCharsets.UTF_8);
        // Computed with another program: Python's hashlib.
        assertThat(HexFormat.of().formatHex(hasher.leaf(salt, payload)))
                .isEqualTo("ba0e5d909b63675e44fd4dcd2ac7391f6860cbf22064bc9fdb1d431d098c0219");
    }

    @Test
    void leafWhenOfAnEntryOfVersion2ThenItsDomainAndLengthsAreHashedToo() {
        byte[] salt = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
        byte[] payload = "{\"v\":2}".getBytes(StandardCharsets.UTF_8);
        // Computed with another program: Python's hashlib.
        assertThat(HexFormat.of().formatHex(hasher.leaf(salt, payload)))
                .isEqualTo("0597ef94bccfdccd6a6cffeaf903100033a237c77c9d8d9fd3822212435a8a85");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"v\":1}",
                "x\"v\":1}",
                "{\"a\":\"\\\"v\":1}",
                "{\"v\":1} ",
                "{\"v\":2}",
                "{\"a\":{\"v\":1}}"
            })
    void leafWhenVersion1IsNotTheLastMemberThenItIsNotHashedAsOne(String payload) {
        byte[] salt = new byte[TreeHasher.SALT_BYTES];
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        MessageDigest sha256 = Sha256.digest();
        sha256.update(salt);
        assertThat(hasher.leaf(salt, bytes)).isNotEqualTo(hasher.leaf(sha256.digest(bytes)));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "3, 1", "-1, 0"})
    void frontierWhenTextIsOfAnotherSizeThenRefused(long size, int hashes) {
        String text = java.util.Base64.getEncoder().encodeToString(new byte[hashes * 32]);
        assertThatThrownBy(() -> CompactRange.parse(hasher, size, text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(HexFormat.of()::formatHex).toList();
    }
}
