// Reads a log's checkpoint and tiles from a folder with the packages that Go's own checksum database uses, proves each
// entry, and says how many there are: tree FOLDER VERIFIER-KEY
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type folder string

func (f folder) Height() int { return 8 }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := os.ReadFile(filepath.Join(string(f), strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func must(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func main() {
	verifier, err := note.NewVerifier(os.Args[2])
	must(err)
	text, err := os.ReadFile(filepath.Join(os.Args[1], "checkpoint"))
	must(err)
	opened, err := note.Open(text, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	data, err := base64.StdEncoding.DecodeString(lines[2])
	must(err)
	var root tlog.Hash
	copy(root[:], data)
	hashes := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, folder(os.Args[1]))
	for i := int64(0); i < size; i++ {
		leaf, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, i)})
		must(err)
		proof, err := tlog.ProveRecord(size, i, hashes)
		must(err)
		must(tlog.CheckRecord(proof, size, root, i, leaf[0]))
	}
	older := size / 2
	olderRoot, err := tlog.TreeHash(older, hashes)
	must(err)
	proof, err := tlog.ProveTree(size, older, hashes)
	must(err)
	must(tlog.CheckTree(proof, size, root, older, olderRoot))
	fmt.Printf("%d entries of %s, other signatures: %d\n", size, lines[0], len(opened.UnverifiedSigs))
}
