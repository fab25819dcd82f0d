// Package table ends its queries in the ways that are right: none of this deserves a comment.
package table

import (
	"context"
	"database/sql"
)

// Query hands the rows to its caller.
func Query(ctx context.Context, db *sql.DB, text string) (*sql.Rows, error) {
	return db.QueryContext(ctx, text)
}

// Count needs nothing to be closed: Scan does it.
func Count(ctx context.Context, db *sql.DB) (int, error) {
	count := 0
	err := db.QueryRowContext(ctx, "SELECT count(*) FROM nodes").Scan(&count)
	return count, err
}

// Each closes in a deferred function.
func Each(ctx context.Context, db *sql.DB, tell func(string)) (err error) {
	rows, err := Query(ctx, db, "SELECT name FROM nodes")
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := rows.Close(); err == nil {
			err = closeErr
		}
	}()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		tell(name)
	}
	return rows.Err()
}

// Within gives up or keeps what the work has done.
func Within(ctx context.Context, db *sql.DB, work func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := work(tx); err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit()
}
