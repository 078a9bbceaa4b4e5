alter type address alter attribute zip type text cascade;
