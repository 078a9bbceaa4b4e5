this is not run either;
