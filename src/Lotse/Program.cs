using Lotse.Intake.Mail;

if (args is ["mail", "inspect", .. var paths])
{
    using var stdin = Console.OpenStandardInput();
    using var output = new StreamWriter(Console.OpenStandardOutput(), new System.Text.UTF8Encoding(false), 64 * 1024);
    return await InspectMail.RunAsync(paths, stdin, output);
}
Console.Error.WriteLine("usage: lotse mail inspect PATH...");
return 2;
