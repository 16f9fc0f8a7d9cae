using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lotse.Adapters.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SealedMail : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "opened_mail_id",
                table: "messages",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "seal",
                table: "messages",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "mail_key_names",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    mail_key_id = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mail_key_names", x => new { x.name, x.mail_key_id });
                });

            migrationBuilder.CreateTable(
                name: "mail_keys",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    use = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    mailbox_id = table.Column<long>(type: "INTEGER", nullable: true),
                    fingerprint = table.Column<string>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    material = table.Column<string>(type: "TEXT", nullable: false),
                    added_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mail_keys", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_mail_keys_mailbox_id",
                table: "mail_keys",
                column: "mailbox_id");

            migrationBuilder.CreateIndex(
                name: "ix_mail_keys_use_fingerprint",
                table: "mail_keys",
                columns: new[] { "use", "fingerprint" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "mail_key_names");

            migrationBuilder.DropTable(
                name: "mail_keys");

            migrationBuilder.DropColumn(
                name: "opened_mail_id",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "seal",
                table: "messages");
        }
    }
}
