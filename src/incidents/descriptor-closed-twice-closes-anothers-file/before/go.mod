module example.com/mounter

go 1.22

require golang.org/x/sys v0.26.0
