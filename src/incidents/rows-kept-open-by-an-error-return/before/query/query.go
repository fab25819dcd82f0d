// Package query reads tables into slices.
package query

import (
	"context"
	"database/sql"
)

// Names keeps its connection when a row cannot be read: the rows are closed by themselves only behind the last one.
func Names(ctx context.Context, db *sql.DB) ([]string, error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM nodes") // want handle:"^rows$" acquire:"db\.QueryContext" giveBack:"^rows\.Close\(\)$" function:"^Names$"
	if err != nil {
		return nil, err
	}
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

// Rename leaves the transaction open when the second step fails.
func Rename(ctx context.Context, db *sql.DB, from, to string) error {
	tx, err := db.BeginTx(ctx, nil) // want handle:"^tx$" acquire:"db\.BeginTx" function:"^Rename$"
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE nodes SET name = ? WHERE name = ?", to, from); err != nil {
		tx.Rollback()
		return err
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO log VALUES (?, ?)", from, to); err != nil {
		return err
	}
	return tx.Commit()
}
