module example.com/firewall

go 1.22
