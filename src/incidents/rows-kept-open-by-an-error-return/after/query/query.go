// Package query reads tables into slices.
package query

import (
	"context"
	"database/sql"
)

// Names closes its rows on every way out.
func Names(ctx context.Context, db *sql.DB) ([]string, error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM nodes")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// Rename takes everything back unless it was committed.
func Rename(ctx context.Context, db *sql.DB, from, to string) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "UPDATE nodes SET name = ? WHERE name = ?", to, from); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO log VALUES (?, ?)", from, to); err != nil {
		return err
	}
	return tx.Commit()
}
