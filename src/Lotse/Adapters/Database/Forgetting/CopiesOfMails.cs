using Lotse.Adapters.Database.Rows;

namespace Lotse.Adapters.Database.Forgetting;

/// <summary>The deliveries of one raw mail: one for each community that it came to.</summary>
public static class CopiesOfMails
{
    /// <summary>Their keys are drawn one after the other right behind the mail's own (TakeInMail), with nothing in between that waits. A desk that takes in hundreds of mails a second has some thousands
    /// of rows within this time, which are read through; an index would cost every mail that comes in.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    public static IQueryable<Delivery> CopiesOf(this DeskDatabase database, long rawMail)
    {
        var until = Ids.First(Ids.TimeOf(rawMail) + Within);
        return database.Deliveries.Where(d => d.Id > rawMail && d.Id < until && d.RawMailId == rawMail);
    }
}
