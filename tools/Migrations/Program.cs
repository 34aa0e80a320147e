// `dotnet ef` needs a start-up assembly, not a program that runs.
return 0;
